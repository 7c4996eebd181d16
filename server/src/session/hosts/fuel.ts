/**
 * How much may be computed for one host or flake before it is given up: steps, which are the same on every machine.
 * Real hosts take up to some ten thousands of steps, and some hundreds more for each module; an endless program is to end
 * within seconds. So the fuel grows with the files that are imported, of which there are only so many.
 */
export const FUEL = { fuel: 600_000, fuelPerFile: 500 } as const;
