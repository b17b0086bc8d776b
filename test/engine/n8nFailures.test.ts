import type { IDataObject } from 'n8n-workflow';

import type { RunningSandbox } from '../../sandbox/server';
import { arrived, contacts, push, sandboxFor } from '../support/push';

/** What n8n throws while its database is not reachable. */
const DOWN = 'Driver not Connected';

let sandbox: RunningSandbox;

beforeEach(async () => {
	sandbox = await sandboxFor();
});
afterEach(async () => await sandbox.close());

/** n8n cannot read the credential, which it does once for the node and then for each request. */
function unreadable(from: number, to = Infinity): () => void {
	let reads = 0;
	return () => {
		reads++;
		if (reads >= from && reads <= to) throw new Error(DOWN);
	};
}

describe('a database of n8n that is gone', () => {
	it('loses and repeats nothing when it is back at once', async () => {
		const { outputs } = await push(sandbox, contacts(300), { onCredentialRead: unreadable(3, 4) });
		expect(outputs[0].map(({ json }) => json.accepted)).toEqual([100, 100, 100]);
		expect(arrived(sandbox)).toHaveLength(300);
	});

	it('is an error that says so, and that nothing was sent, when it stays away', async () => {
		const { error } = await push(sandbox, contacts(1), {
			onCredentialRead: unreadable(2),
			options: { maxRetries: 1 },
		});
		expect(error?.message).toBe('Pushed 0 of 1 contact, then n8n could not read the credential');
		expect(error?.description).toContain(DOWN);
		expect(error?.description).not.toContain('may have received');
		expect(sandbox.server.log).toEqual([]);
	});

	it('has a reason of its own in the error branch', async () => {
		const { outputs } = await push(sandbox, contacts(1), {
			onCredentialRead: unreadable(2),
			options: { maxRetries: 0 },
			settings: { onError: 'continueRegularOutput' },
		});
		expect((outputs[0][0].json.error as IDataObject).reason).toBe('n8n_failed');
	});

	it('is an error that says whose failure it is when it was never there', async () => {
		const { error } = await push(sandbox, contacts(1), { onCredentialRead: unreadable(1) });
		expect(error?.message).toBe('n8n could not read the Ometria credential');
		expect(error?.description).toContain(DOWN);
	});
});
