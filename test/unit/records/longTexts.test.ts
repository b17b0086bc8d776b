import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from '../../../playground/src/pack';

test('no text makes reading it take long: what took minutes is ended', () => {
	const script = join(ROOT, 'test', 'support', 'longTexts.ts');
	const output = execFileSync(process.execPath, ['--import', 'tsx', script], {
		cwd: ROOT,
		encoding: 'utf8',
		timeout: 60_000,
	});
	expect(output).toBe('12 texts read\n');
}, 90_000);
