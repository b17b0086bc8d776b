import { parseAnswer } from '../../../nodes/Ometria/transport/parseAnswer';

/** Milliseconds of CPU that a function takes, the best of three. */
function cpuMs(run: () => void): number {
	const once = () => {
		const began = process.cpuUsage();
		run();
		const { user, system } = process.cpuUsage(began);
		return (user + system) / 1000;
	};
	return Math.min(once(), once(), once());
}

const list = (count: number, element: unknown) => Array.from({ length: count }, () => element);
const fields = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, index]));

test.each([
	['a page of 250 rows with 1,900 fields each', list(250, fields(1900))],
	['a list of 10,000 entries', list(10_000, 'id')],
	['brackets, commas and quotes in texts', list(100, '[{,"\\\\"}]'.repeat(20_000))],
	['an object with 2,000 fields', fields(2000)],
	['a text', 'plain'],
])('%s is read', (_what, value) => {
	expect(parseAnswer(JSON.stringify(value))).toEqual(value);
});

test.each([
	['an object with more than 2,000 fields', fields(2001)],
	['a list of more than 10,000 entries', list(10_001, 1)],
	['more than 500,000 values', list(300, fields(1900))],
	['more than 50 levels', JSON.parse(`${'['.repeat(51)}${']'.repeat(51)}`)],
])("%s is nobody's answer", (_what, value: unknown) => {
	expect(parseAnswer(JSON.stringify(value))).toBeUndefined();
	expect(parseAnswer(` \n${JSON.stringify({ inside: value })}`)).toBeUndefined();
});

test('text that is cut off, or no JSON, is read as nothing', () => {
	for (const text of ['', '<html>', '{"a":"b', '[1,2', '],],]', '{"a":"\\', ',,,']) {
		expect(parseAnswer(text)).toBeUndefined();
	}
});

test.each([
	[
		'800,000 fields',
		`{${list(800_000, 0)
			.map((_, index) => `"k${index}":1`)
			.join()}}`,
	],
	['3.3 million empty lists', `[${'[],'.repeat(3_300_000)}[]]`],
	['a text of 10 MB', `{"a":"${'x'.repeat(10_000_000)}`],
	['commas', `[${','.repeat(9_000_000)}`],
])('%s in 10 MB take at most 100 ms', (_what, text) => {
	expect(cpuMs(() => parseAnswer(text))).toBeLessThan(100);
});
