/** Where a person is. There is no address bar, so a place is a value. */

export type Route =
  | { screen: 'queue' }
  | { screen: 'case'; caseId: string }
  | { screen: 'audit'; entry?: number; caseNumber?: string }
  | { screen: 'settings' };

export type Go = (route: Route) => void;
