import { type Received, recordIndexes } from '../../../nodes/Ometria/push/outcome';
import { type PushAnswer, reconcileRequest } from '../../../nodes/Ometria/push/reconcile';
import type { PushError } from '../../../nodes/Ometria/pushErrors/pushError';
import { contactsNamed, failuresIn } from '../../support/outcomes';

function request(answer: Partial<PushAnswer>, count = 4): Received {
	return {
		type: 'contact',
		records: recordIndexes(Array.from({ length: count }, (_, record) => record)),
		attempts: 1,
		httpStatus: 202,
		durationMs: 10,
		answer: {
			status: 'OK',
			requestId: 'r-1',
			accepted: undefined,
			rejected: undefined,
			skipped: undefined,
			fields: {},
			...answer,
		},
	};
}

const error = (recordId: string, message = 'not a valid value', field = 'lastname'): PushError => ({
	requestId: 'r-1',
	recordId,
	message,
	path: `root > ${field}`,
	field,
	extra: {},
});

function failures(answer: Partial<PushAnswer>, errors: PushError[] = []) {
	const received = request(answer);
	const records = contactsNamed(received.records.length, (record) => `c-${record}`);
	records.outcomes.fill({ kind: 'accepted', request: received });
	const reconciled = reconcileRequest(
		received,
		errors,
		(record) => records.id(record),
		records.outcomes,
	);
	return { received, reconciled, failures: failuresIn(records) };
}

describe('plain success', () => {
	test.each<Partial<PushAnswer>>([
		{ accepted: 4, rejected: 0 },
		{ accepted: 3, rejected: 0, skipped: 1 },
		{ accepted: 4 },
		{ status: undefined },
		{ status: 'ok', accepted: 4, rejected: 0 },
	])('is what the answer %j says', (answer) => {
		expect(failures(answer)).toMatchObject({
			reconciled: { issue: undefined, named: 0, isUnclear: false },
			failures: [],
		});
	});
});

test('a named rejection is the failure of exactly that record', () => {
	const {
		received,
		reconciled,
		failures: failed,
	} = failures({ accepted: 3, rejected: 1 }, [error('c-2')]);
	expect(failed).toEqual([
		{
			record: 2,
			item: 2,
			kind: 'rejected',
			recordId: 'c-2',
			reason: 'rejected',
			message: 'lastname: not a valid value',
			field: 'lastname',
			httpStatus: 202,
			request: received,
		},
	]);
	expect(reconciled.issue).toBe('Ometria rejected 1 of 4 contacts');
});

test('several messages on one record are one failure', () => {
	const { failures: failed } = failures({ accepted: 3, rejected: 1 }, [
		error('c-2'),
		error('c-2', 'too long', 'firstname'),
	]);
	expect(failed).toHaveLength(1);
	expect(failed[0].message).toBe('lastname: not a valid value; firstname: too long');
});

test('every other record may be a rejected one as long as some are not named', () => {
	const { failures: failed } = failures({ accepted: 2, rejected: 2 }, [error('c-0')]);
	expect(failed.map(({ item, kind }) => [item, kind])).toEqual([
		[0, 'rejected'],
		[1, 'possiblyRejected'],
		[2, 'possiblyRejected'],
		[3, 'possiblyRejected'],
	]);
	expect(failed[1].message).toBe(
		'Ometria rejected 2 of 4 contacts (1 of 3 contacts not named by Ometria)',
	);
});

test('each record is certainly rejected when all were', () => {
	const { failures: failed } = failures({ accepted: 0, rejected: 4 });
	expect(failed.map(({ kind, reason, message }) => [kind, reason, message])).toEqual(
		Array(4).fill(['rejected', 'rejected', 'Ometria rejected 4 of 4 contacts (all of them)']),
	);
});

test('an error of a record that was accepted on receipt makes the request no plain success', () => {
	const withoutField = { ...error('c-2', 'not found'), field: undefined };
	const { reconciled, failures: failed } = failures({ accepted: 4 }, [withoutField]);
	expect(reconciled).toMatchObject({
		named: 1,
		issue: 'Ometria reported 1 contact as not valid',
		isUnclear: false,
	});
	expect(failed).toMatchObject([{ record: 2, kind: 'rejected', message: 'not found' }]);
	expect(failed[0]).not.toHaveProperty('field');
});

test('errors of records that are not in the request name nobody', () => {
	const { failures: failed } = failures({ accepted: 3, rejected: 1 }, [error('other')]);
	expect(failed.every(({ kind }) => kind === 'possiblyRejected')).toBe(true);
	expect(failed).toHaveLength(4);
});

describe('an answer that does not vouch for all records', () => {
	test.each<[Partial<PushAnswer>, string]>([
		[{ status: 'ERROR' }, 'Ometria answered with status "ERROR"'],
		[{ status: 'ERROR', accepted: 4, rejected: 0 }, 'Ometria answered with status "ERROR"'],
		[{ accepted: 3, rejected: 0 }, 'Ometria accounted for 3 of 4 contacts'],
		[{ accepted: 5, rejected: 0 }, 'Ometria accounted for 5 of 4 contacts'],
		[{ accepted: 4, rejected: 1 }, 'Ometria accounted for 5 of 4 contacts'],
	])('%j is not plain success', (answer, issue) => {
		const { reconciled, failures: failed } = failures(answer);
		expect(reconciled).toMatchObject({ issue, isUnclear: true });
		expect(failed).toHaveLength(4);
		expect(failed[0]).toMatchObject({ kind: 'possiblyRejected', reason: 'rejected_not_named' });
	});

	test.each<[Partial<PushAnswer>, string]>([
		[{ status: 'ERROR', rejected: 1 }, 'Ometria answered with status "ERROR" (1 of 4 contacts'],
		[{ status: 'ERROR', skipped: 1 }, 'Ometria answered with status "ERROR" (3 of 4 contacts'],
		[{ accepted: 3, rejected: 0 }, 'Ometria accounted for 3 of 4 contacts (1 of 4 contacts'],
		[{ accepted: 1, skipped: 1 }, 'Ometria accounted for 2 of 4 contacts (2 of 4 contacts'],
		[{ accepted: 9 }, 'Ometria accounted for 9 of 4 contacts (4 of 4 contacts'],
	])('%j says of how many it does not', (answer, text) => {
		expect(failures(answer).failures[0].message).toBe(`${text} not named by Ometria)`);
	});
});
