import * as fc from 'fast-check';

const { PROPERTY_RUNS = '500', PROPERTY_SEED = '20261128' } = process.env;

// The seed is fixed so that a run says something about the change and nothing about luck;
// `npm run test:soak` looks for new counterexamples with random seeds.
fc.configureGlobal({
	numRuns: Number(PROPERTY_RUNS),
	...(PROPERTY_SEED === 'random' ? {} : { seed: Number(PROPERTY_SEED) }),
});

/** Random histories of a trigger, each of many polls. */
const HISTORIES = PROPERTY_SEED === 'random' ? 1000 : 100;

export { fc, HISTORIES };
