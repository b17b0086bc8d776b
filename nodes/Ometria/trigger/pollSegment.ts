import type { INode, INodeExecutionData, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { callError } from '../transport/callError';
import { PAGE_SIZE } from '../transport/pagination';
import { type CallFailure, makeCall } from '../transport/request';
import { readRows, type Row } from '../transport/rows';
import { openSession, type Session } from '../transport/session';
import { pollTimeoutMs } from './pollTimeout';
import {
	MAX_MEMBERS,
	type ReadingProblem,
	readSegmentState,
	SegmentReading,
} from './segmentReading';
import { keep, noSamples } from './staticData';

/** Key of the state in the node's static data. */
const STATE = 'segmentMembers';

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
		`The segment has more than ${MAX_MEMBERS.toLocaleString('en')} members, which is the most that this trigger can compare`,
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

async function page(session: Session, path: string, limit: number, offset: number, timeMs: number) {
	const call = { path, query: { limit, offset }, read: readRows };
	return await makeCall(session, call, { giveUpAfterMs: timeMs });
}

/**
 * Reads on from where the last poll stopped, for as long as there is time, or to the end.
 *
 * @returns the changes found, or why nothing could be read
 */
async function readOn(
	session: Session,
	node: INode,
	reading: SegmentReading,
	path: string,
	timeMs: number,
): Promise<{ entered: Row[]; left: Row[] }> {
	const { clock } = session;
	const deadline = clock.now() + timeMs;
	const entered: Row[] = [];
	for (let pages = 0; ; pages++) {
		const timeLeft = deadline - clock.now();
		if (timeLeft <= 0) return { entered, left: [] };
		const answer = await page(session, path, PAGE_SIZE, reading.offset, timeLeft);
		if (!answer.ok) {
			if (pages === 0) throw unread(node, answer);
			return { entered, left: [] };
		}
		const result = reading.takePage(answer.value);
		if ('problem' in result) {
			const [message, description] = PROBLEMS[result.problem];
			throw new NodeOperationError(node, message, { description });
		}
		for (const row of result.entered) entered.push(row);
		if (result.isComplete) return { entered, left: reading.complete() };
	}
}

/**
 * One poll for the event "Segment Entered or Left". Which members changed is not listed by time (the
 * parameter of `GET /lists/{id}/changes` is not known), so all members are read and compared.
 *
 * @returns who entered, with their rows, then the IDs of who left; null when nobody did, and until
 * the members were read for the first time. In a manual test: members as if they had entered.
 * @throws NodeApiError when the members cannot be read, NodeOperationError when they cannot be
 * compared; what is known of them then stays as it is
 */
export async function pollSegment(
	context: IPollFunctions,
	{ segmentId, path, changes: wanted }: SegmentEvent,
): Promise<INodeExecutionData[][] | null> {
	const session = await openSession(context);
	const node = context.getNode();
	const items = (change: 'entered' | 'left', rows: readonly Row[]) => {
		const facts = { change, segment_id: segmentId };
		if (wanted !== 'both' && wanted !== change) return [];
		// First for the eye, last so that no field of the row takes their place.
		return rows.map((row): INodeExecutionData => ({ json: { ...facts, ...row, ...facts } }));
	};
	if (context.getMode() === 'manual') {
		const answer = await page(session, path, SAMPLES, 0, 60_000);
		if (!answer.ok) throw unread(node, answer);
		const samples = answer.value.slice(0, SAMPLES);
		if (samples.length > 0) return [items(wanted === 'left' ? 'left' : 'entered', samples)];
		throw noSamples(node, 'The segment has no members', 'changes');
	}

	const staticData = context.getWorkflowStaticData('node');
	const before = JSON.stringify(staticData[STATE]);
	const stored = readSegmentState(staticData[STATE]);
	if (!stored && staticData[STATE] !== undefined) {
		context.logger.warn(
			'Ometria Trigger: the stored members of the segment cannot be read, so the trigger starts anew. It does not report changes since the last poll.',
		);
	}
	const reading = new SegmentReading(
		segmentId,
		stored?.segmentId === segmentId ? stored : undefined,
	);
	const { entered, left } = await readOn(session, node, reading, path, pollTimeoutMs(context));

	// From here to the end nothing is awaited: polls can overlap, and share the static data.
	// Where another poll went on meanwhile, this one is dropped: the next compares again.
	if (JSON.stringify(staticData[STATE]) !== before) return null;
	keep(staticData, STATE, reading.state());
	const output = [...items('entered', entered), ...items('left', left)];
	return output.length > 0 ? [output] : null;
}
