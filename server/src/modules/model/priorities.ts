/** Priorities of definitions (the lowest number wins), and the order of plain ones among the parts of a list. */
export const FORCE_PRIORITY = 50;
export const PLAIN_PRIORITY = 100;
export const DEFAULT_PRIORITY = 1000;
export const OPTION_DEFAULT_PRIORITY = 1500;
export const PLAIN_ORDER = 1000;
