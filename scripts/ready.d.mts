/** The types of ready.mjs, which cannot be TypeScript: it runs before anything is installed. */
export declare const project: string;
export declare function nodeProblem(version: string): string | null;
export declare function needsInstall(folder: string): boolean;
export declare function ensureInstalled(folder: string, install: (folder: string) => void): boolean;
export declare function makeReady(): Promise<void>;
