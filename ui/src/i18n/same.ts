/** The same keys with other strings. */
export type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
