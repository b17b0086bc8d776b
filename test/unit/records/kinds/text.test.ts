import { found } from '../../../support/checked';

describe('an email address', () => {
	it.each([
		'<a@b.example>',
		'Ada <a@b.example>',
		'mailto:a@b.example',
		'a@b.example;c@d.example',
		'a@b.example,',
		'"a@b.example"',
		"'a@b.example",
	])('%s is not an email address alone', (email) =>
		expect(found('contact', { email })).toEqual(['email invalid_email']),
	);

	it.each(["o'brien@b.example", 'ä+1@b.example', 'a_b%c@d.e.example'])('%s is one', (email) =>
		expect(found('contact', { email })).toEqual([]),
	);
});
