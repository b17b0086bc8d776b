/**
 * Puts texts at which a careless regular expression takes minutes into each field and each answer. Run as a program
 * of its own, as nothing can interrupt a regular expression but the end of its process.
 */
import { checkRecord } from '../../nodes/Ometria/records/check';
import { SHAPES } from '../../nodes/Ometria/records/schemas';
import type { RecordType } from '../../nodes/Ometria/records/types';
import { checkBaseUrl } from '../../nodes/Ometria/transport/account';
import { serverText } from '../../nodes/Ometria/transport/serverText';
import { parseTimeMs } from '../../nodes/Ometria/utils/time';

/** As long as a record may be. */
const LENGTH = 60_000;
const TEXTS = [
	`a${' '.repeat(LENGTH / 2)}1${' '.repeat(LENGTH / 2)}a1`,
	`1${'., '.repeat(LENGTH / 3)}x1`,
	`1.${'0'.repeat(LENGTH)}1`,
	'1'.repeat(LENGTH),
	`a@${'.'.repeat(LENGTH)}@`,
	'@'.repeat(LENGTH),
	`${'a'.repeat(LENGTH)}!`,
	'\n'.repeat(LENGTH),
	'['.repeat(LENGTH),
	`https://shop.example${'/'.repeat(LENGTH)}x`,
	'<title'.repeat(LENGTH / 6),
	'2026-01-15T10:05:'.repeat(LENGTH / 17),
];

for (const text of TEXTS) {
	for (const type of Object.keys(SHAPES) as RecordType[]) {
		for (const name of Object.keys(SHAPES[type])) {
			const record = { '@type': type, id: '1', [name]: text };
			const rules = {
				convertTypes: true,
				validation: 'standard',
				unknownFields: 'send',
				emptyValues: 'leaveOutEmptyTexts',
				excelDates: 'refuse',
				timezoneChosen: false,
				timezone: 'UTC',
				nowMs: 0,
			} as const;
			checkRecord(type, record, rules, { merges: true });
		}
	}
	parseTimeMs(text, 'UTC');
	checkBaseUrl(text);
	serverText({ kind: 'answer', status: 500, headers: {}, text });
}
console.log(`${TEXTS.length} texts read`);
