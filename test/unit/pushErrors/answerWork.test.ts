import { readPushAnswer } from '../../../nodes/Ometria/push/reconcile';
import { readPushErrors } from '../../../nodes/Ometria/pushErrors/pushError';
import { parseAnswer } from '../../../nodes/Ometria/transport/parseAnswer';
import { serverText } from '../../../nodes/Ometria/transport/serverText';
import { tooSlow } from '../../support/doubling';
import { growthsOf } from '../../support/growingItems';

const SAMPLES: ReadonlyArray<[string, Record<string, unknown>]> = [
	[
		'an answer to a push',
		{ status: 'OK', request_id: 'r-1', accepted: 1, rejected: 0, errors: [] },
	],
	[
		'a push error',
		{
			request_id: 'r-1',
			record_id: 'c-1',
			error_path: ['root', 'email'],
			message: [{ error_message: 'wrong', error_path: 'root > email', detail: 'x' }],
			record: { id: 'c-1' },
		},
	],
	['an error', { message: 'wrong', errors: [{ detail: 'x', source: { pointer: '/id' } }] }],
];

test.each(SAMPLES)(
	'twice the answer takes at most three times the work: %s',
	async (_what, sample) => {
		const read = (answer: unknown) => {
			const text = JSON.stringify(answer);
			const body = parseAnswer(text);
			readPushAnswer(body);
			readPushErrors(Array.isArray(body) ? body : [body]);
			serverText({ kind: 'answer', status: 400, headers: {}, text });
		};
		expect(await tooSlow(read, growthsOf(sample))).toEqual([]);
	},
);
