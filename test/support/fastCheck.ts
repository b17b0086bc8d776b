import * as fc from 'fast-check';

const { PROPERTY_RUNS = '500', PROPERTY_SEED = '20261128' } = process.env;

// The seed is fixed so that a run says something about the change and nothing about luck;
// `npm run test:soak` looks for new counterexamples with random seeds.
fc.configureGlobal({
	numRuns: Number(PROPERTY_RUNS),
	...(PROPERTY_SEED === 'random' ? {} : { seed: Number(PROPERTY_SEED) }),
});

const RUNS_OF_SOAK = 20_000;
/** Random histories of a trigger, each of many polls: 1,000 in the soak test. */
const HISTORIES =
	PROPERTY_SEED === 'random' ? Math.ceil((1000 * Number(PROPERTY_RUNS)) / RUNS_OF_SOAK) : 100;

/** For properties whose cases are slow, or many: all runs in the soak test, few in `npm test`. */
const FEW = { numRuns: PROPERTY_SEED === 'random' ? Number(PROPERTY_RUNS) : 100 };

export { fc, FEW, HISTORIES };
