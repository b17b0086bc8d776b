import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatsDoc } from '../../../scripts/formatsDoc';

test('docs/formats.md is what the formats say; if not, run "npm run docs"', () => {
	expect(readFileSync(join(__dirname, '../../../docs/formats.md'), 'utf8')).toBe(formatsDoc());
});
