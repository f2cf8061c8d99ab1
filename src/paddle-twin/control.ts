/** The operations available to the control pages and the control API. */
import type { Catalogue } from './catalogue/catalogue.ts';
import type { Faults } from './faults.ts';
import type { TwinLife } from './lives/life.ts';
import type { ListedSubscription } from './pages/control-page.ts';
import type { Delivery, RiskCase } from './state/state.ts';
import type { TrueSubscription, Truth } from './state/truth.ts';

export interface Control {
  life: TwinLife;
  catalogue: Catalogue;
  now(): Date;
  webhookUrl(): string | null;
  faults(): Faults;
  subscriptions(): readonly ListedSubscription[];
  truth(): Truth;
  truthOf(subscriptionId: number): TrueSubscription | null;
  riskCases(): readonly RiskCase[];
  deliveries(): readonly Delivery[];
  advanceDays(days: number): Promise<void>;
  drain(): Promise<void>;
  setFaults(faults: Partial<Faults>): void;
  setWebhookUrl(url: string | null): void;
}
