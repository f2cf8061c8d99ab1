/** The view of a customer's pages that this tab is in. */
import { useSyncExternalStore } from 'react';
import { type TabView, tab } from './tab.ts';

const nothing = () => null;

/** Returns the view; null if the tab shows the account's own pages. */
export const useView = (): TabView | null => useSyncExternalStore(tab.subscribe, tab.view, nothing);
