import type { INodeExecutionData } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { sandboxFor } from '../support/push';
import { asked } from '../support/read';
import { PolledWorkflow } from './errorsSupport';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
	enter(...ids(0, 3));
});
afterEach(async () => await sandbox.close());

const ids = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => `m-${from + index}`);
const row = (id: string) => ({ list_id: '636', profile_id: id, email: `${id}@shop.example` });
function enter(...members: string[]): void {
	sandbox.server.data.put('members', members.map(row), Date.now());
}
function leave(...members: string[]): void {
	sandbox.server.data.remove('members', ({ profile_id }) => members.includes(String(profile_id)));
}
const seen = (items: readonly INodeExecutionData[] | null) =>
	items?.map(({ json }) => `${json.change as string} ${json.profile_id as string}`) ?? null;

const watching = (more: object = {}) => ({
	parameters: {
		event: 'segmentEnteredOrLeft',
		segmentId: { __rl: true, mode: 'list', value: '636' },
		...more,
	},
});

async function activated(more: object = {}): Promise<PolledWorkflow> {
	const workflow = new PolledWorkflow(sandbox, watching(more));
	expect(await workflow.poll()).toBeNull();
	return workflow;
}

describe('Contact Entered or Left Segment', () => {
	it('tells nothing on activation, then each change once, across restarts', async () => {
		const workflow = await activated();
		expect(await workflow.poll()).toBeNull();
		enter('a');
		leave('m-1');
		expect(await workflow.poll()).toEqual([
			{ json: { change: 'entered', segment_id: '636', ...row('a') } },
			{ json: { change: 'left', segment_id: '636', profile_id: 'm-1' } },
		]);
		const next = workflow.restarted();
		expect(await next.poll()).toBeNull();
		enter('m-1');
		expect(seen(await next.poll())).toEqual(['entered m-1']);
	});

	it('stores nothing, and no email address, while nobody enters or leaves', async () => {
		const workflow = await activated();
		workflow.markSaved();
		await workflow.poll();
		expect(workflow.hasChanged()).toBe(false);
		expect(JSON.stringify(workflow.stored())).not.toContain('@');
	});

	it.each([
		['entered', ['entered a']],
		['left', ['left m-1']],
	])('tells only who %s when asked to', async (segmentChanges, expected) => {
		const workflow = await activated({ segmentChanges });
		enter('a');
		leave('m-1');
		expect(seen(await workflow.poll())).toEqual(expected);
		expect(await workflow.poll()).toBeNull();
	});

	it('goes on where a failure ended the last poll', async () => {
		enter(...ids(3, 600));
		const path = '/lists/636/contacts';
		sandbox.server.script({ path, status: 403, after: 1 });
		// The first reading takes two polls, and tells nothing.
		const workflow = await activated();
		expect(await workflow.restarted().poll()).toBeNull();
		expect(asked(sandbox).map((request) => request.split('offset=')[1])).toEqual([
			'0',
			'240',
			'240',
			'480',
		]);
		const read = await activated();
		enter('a');
		leave('m-300');
		sandbox.server.script({ path, status: 403, after: 2 });
		const first = seen(await read.poll());
		const next = read.restarted();
		expect([...(first ?? []), ...(seen(await next.poll()) ?? [])]).toEqual([
			'entered a',
			'left m-300',
		]);
		expect(await next.poll()).toBeNull();
	});

	it('keeps what it knows when Ometria cannot be read', async () => {
		const workflow = await activated();
		enter('a');
		const before = workflow.stored();
		sandbox.server.script({ path: '/lists/636/contacts', status: 403 });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'The members of the segment could not be read: Ometria answered with HTTP 403',
		});
		expect(workflow.stored()).toEqual(before);
		expect(seen(await workflow.poll())).toEqual(['entered a']);
	});

	it('tells a change once when two polls overlap', async () => {
		const workflow = await activated();
		enter('a');
		const both = await Promise.all([workflow.poll(), workflow.poll()]);
		expect(both.flatMap((items) => seen(items) ?? [])).toEqual(['entered a']);
	});

	it('begins again with another segment', async () => {
		const workflow = await activated();
		const other = workflow.restarted(
			watching({ segmentId: { __rl: true, mode: 'id', value: '635' } }),
		);
		expect(await other.poll()).toBeNull();
		expect(await other.poll()).toBeNull();
	});

	it('names a segment that is too large, and one that is not there', async () => {
		enter(...ids(3, 10_001));
		const workflow = new PolledWorkflow(sandbox, watching());
		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining('has more than 10,000 members') as unknown,
			description: expect.stringContaining('Choose a smaller segment') as unknown,
		});
		const unknown = watching({ segmentId: { __rl: true, mode: 'id', value: '9' } });
		await expect(new PolledWorkflow(sandbox, unknown).poll()).rejects.toMatchObject({
			message: 'Segment not found',
		});
		// 41 requests at 4 a second.
	}, 60_000);

	it('names a parameter that gives nothing', async () => {
		const none = watching({ segmentId: { __rl: true, mode: 'id', value: '' } });
		await expect(new PolledWorkflow(sandbox, none).poll()).rejects.toMatchObject({
			message: 'Segment must be the ID of a segment',
		});
	});

	it('shows members in a manual test, and remembers nothing of it', async () => {
		const workflow = new PolledWorkflow(sandbox, watching());
		expect(seen(await workflow.poll('manual'))).toEqual([
			'entered m-0',
			'entered m-1',
			'entered m-2',
		]);
		expect(workflow.hasChanged()).toBe(false);
		leave(...ids(0, 3));
		await expect(workflow.poll('manual')).rejects.toMatchObject({
			message: 'The segment has no members',
		});
	});

	it('says so when what is stored cannot be read, and begins again', async () => {
		const stored = { 'node:Ometria Trigger': { segmentMembers: { version: 9 } } };
		const workflow = new PolledWorkflow(sandbox, watching(), stored);
		expect(await workflow.poll()).toBeNull();
		expect(workflow.warnings).toEqual([expect.stringContaining('so it begins again')]);
	});
});
