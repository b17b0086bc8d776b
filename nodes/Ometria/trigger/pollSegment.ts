import type { INode, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { callError } from '../transport/callError';
import { PAGE_SIZE, readPage } from '../transport/pagination';
import { type CallFailure, LASTING_FAILURES } from '../transport/request';
import { readRows, type Row } from '../transport/rows';
import type { Session } from '../transport/session';
import { counted, formatNumber } from '../utils/text';
import { MemberIds } from './memberIds';
import { LEAST_TIME_MS, otherKeys, type Poll, SEGMENT_MEMBERS } from './poll';
import {
	departureOf,
	type Departures,
	MAX_MEMBERS,
	type ReadingProblem,
	readSegmentState,
	SegmentReading,
	type SegmentState,
} from './segmentReading';
import { noSamples, Stored } from './stored';

/** Members shown by a manual test. */
const SAMPLES = 10;

export const CHANGES = ['both', 'entered', 'left'] as const;

export const changes: INodeProperties = {
	displayName: 'Changes',
	name: 'segmentChanges',
	type: 'options',
	options: [
		{ name: 'Entered or Left', value: 'both' },
		{ name: 'Entered', value: 'entered' },
		{ name: 'Left', value: 'left' },
	],
	default: 'both',
	description: 'Which changes start the workflow',
};

/** What to watch. */
export interface SegmentEvent {
	segmentId: string;
	/** Path of the segment's members. */
	path: string;
	changes: (typeof CHANGES)[number];
}

const PROBLEMS: Record<ReadingProblem, [message: string, description: string]> = {
	noIds: [
		'Ometria lists members of the segment without an ID',
		'Without IDs, the trigger cannot tell who entered or left. Report this to the makers of the node.',
	],
	tooMany: [
		`The segment has more than ${formatNumber(MAX_MEMBERS)} members, which is the most that this trigger can compare`,
		'Choose a smaller segment, or read it on a schedule: use Segment: Get Contacts, then the Remove Duplicates node.',
	],
	tooLarge: [
		'The IDs of the members are too long for this trigger to remember them all',
		'Choose a smaller segment, or read it on a schedule: use Segment: Get Contacts, then the Remove Duplicates node.',
	],
	noPages: [
		'Ometria gave the same members of the segment again instead of the next page',
		'The trigger cannot read all members. Choose a segment of fewer than 250 members.',
	],
};

function unread(node: INode, failure: CallFailure) {
	const notFound = failure.kind === 'not_found' && {
		message: 'Segment not found',
		advice: 'Choose the segment again.',
	};
	return callError(node, 'The members of the segment could not be read', failure, { ...notFound });
}

async function page(
	session: Session,
	place: { path: string; limit: number; offset: number },
	timeMs: number,
) {
	const list = { ...place, query: {}, read: readRows };
	return await readPage(session, list, { giveUpAfterMs: timeMs });
}

/** What a poll has found, and what the user should know of it. */
interface Changes {
	entered: Row[];
	departures: Departures | undefined;
}

/**
 * Reads on from where the last poll stopped, for as long as there is time, or to the end.
 *
 * @throws NodeApiError when nothing could be read, NodeOperationError when members cannot be compared
 */
async function readOn(
	{ session, node, timeMs }: Poll,
	reading: SegmentReading,
	path: string,
): Promise<Changes> {
	const { clock } = session;
	const deadline = clock.now() + timeMs;
	const entered: Row[] = [];
	let limit = PAGE_SIZE;
	for (let pages = 0; ; pages++) {
		const timeLeft = deadline - clock.now();
		if (pages > 0 && timeLeft < LEAST_TIME_MS) return { entered, departures: undefined };
		const { offset } = reading;
		const answer = await page(session, { path, limit, offset }, timeLeft);
		if (!answer.ok) {
			if (pages > 0) return { entered, departures: undefined };
			if (offset === 0 || !LASTING_FAILURES.has(answer.kind)) throw unread(node, answer);
			// The list may have become shorter than what was read of it.
			reading.startAgain();
			continue;
		}
		({ limit } = answer);
		const result = reading.takePage(answer.value, limit);
		if ('problem' in result) {
			const [message, description] = PROBLEMS[result.problem];
			throw new NodeOperationError(node, message, { description });
		}
		for (const row of result.entered) entered.push(row);
		if (result.isComplete) return { entered, departures: reading.complete() };
	}
}

/**
 * One poll for the event "Contact Entered or Left Segment". Which members changed is not listed by time (the
 * parameter of `GET /lists/{id}/changes` is not known), so all members are read and compared.
 *
 * @returns who entered, with their rows, then the IDs of who left; null when nobody did, and until
 * the members were read for the first time. In a manual test: members as if they had entered or left.
 * @throws NodeApiError when the members cannot be read, NodeOperationError when they cannot be
 * compared; what is known of them then stays as it is
 */
export async function pollSegment(
	poll: Poll,
	{ segmentId, path, changes: wanted }: SegmentEvent,
): Promise<INodeExecutionData[][] | null> {
	const { session, node, state } = poll;
	const items = (change: 'entered' | 'left', rows: readonly Row[]) => {
		const facts = { change, segment_id: segmentId };
		if (wanted !== 'both' && wanted !== change) return [];
		// First for the eye, last so that no field of the row takes their place.
		return rows.map((row): INodeExecutionData => ({ json: { ...facts, ...row, ...facts } }));
	};
	if (poll.isManual) {
		const answer = await page(session, { path, limit: SAMPLES, offset: 0 }, 60_000);
		if (!answer.ok) throw unread(node, answer);
		const samples = answer.value.slice(0, SAMPLES);
		if (samples.length === 0) throw noSamples(node, 'The segment has no members', 'changes');
		return [
			wanted === 'left' ? items('left', samples.map(departureOf)) : items('entered', samples),
		];
	}

	const { accessToken, baseUrl, key: account } = session.account;
	const stored = new Stored<SegmentState>(state, {
		key: SEGMENT_MEMBERS,
		otherKeys: otherKeys(SEGMENT_MEMBERS),
		plural: 'changes',
		sources: { account, segment: segmentId },
		read: (position) => readSegmentState(position, segmentId),
	});
	const ids = new MemberIds(`${baseUrl}\n${accessToken}`);
	const reading = new SegmentReading(stored.position, ids);
	const { entered, departures } = await readOn(poll, reading, path);

	// From here to the end nothing is awaited: polls can overlap, and share the static data.
	// Where another poll went on meanwhile, this one is dropped: the next compares again.
	if (stored.isOverlapped) return null;
	if (departures?.isDoubtful) stored.notices.add('moved', 'members');
	if (departures && departures.missing > 0) {
		state.log(
			`Ometria Trigger: ${counted(departures.missing, 'member')} of the segment are not listed any more. They are reported if the next poll does not find them either.`,
		);
	}
	return stored.end(reading.state(), [
		...items('entered', entered),
		...items('left', departures?.left ?? []),
	]);
}
