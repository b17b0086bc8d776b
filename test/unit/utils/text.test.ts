import { shorten } from '../../../nodes/Ometria/utils/text';

test('a text is shortened without cutting an emoji', () => {
	const short = shorten(`${'x'.repeat(299)}😀😀`);
	expect(short).toBe(`${'x'.repeat(299)}…`);
});
