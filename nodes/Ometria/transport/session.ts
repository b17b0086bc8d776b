import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ILoadOptionsFunctions,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Pace } from './rateLimiter';
import { paceOf } from './paces';
import {
	DATA_REQUESTS_PER_SECOND,
	GROUP_LIMITS,
	readAccount,
	type Account,
	type EndpointGroup,
} from './account';
import { systemClock, type Clock } from './clock';
import type { Http } from './httpOutcome';
import { CREDENTIAL, n8nHttp, type HttpContext } from './n8nHttp';

/** Everything an operation needs to talk to one Ometria account. */
export interface Session {
	http: Http;
	account: Account;
	clock: Clock;
	/** Pace of `POST /push`. */
	pushPace: Pace;
	/** Pace of all other endpoints together, but those of groups. */
	dataPace: Pace;
	/** Pace of endpoints that have a limit of their own. */
	groupPace: (group: EndpointGroup) => Pace;
	/** Aborts when the execution is cancelled. */
	signal: AbortSignal | undefined;
}

type SessionContext = HttpContext & {
	getNode(): INode;
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
	getExecutionCancelSignal?: () => AbortSignal | undefined;
};

/**
 * Opens a session with the account of the node's credential.
 *
 * @throws NodeOperationError when the credential cannot work, naming its field
 */
export async function openSession(
	context: IAllExecuteFunctions | IPollFunctions | ILoadOptionsFunctions,
): Promise<Session> {
	const own = context as SessionContext;
	const check = readAccount(await own.getCredentials(CREDENTIAL));
	if (!check.ok) {
		throw new NodeOperationError(
			own.getNode(),
			`The Ometria credential's ${check.field} is not usable`,
			{
				description: `It must be ${check.expected}. Open the credential and correct it.`,
			},
		);
	}
	const { account } = check;
	const signal = own.getExecutionCancelSignal?.();
	return {
		http: n8nHttp(own, account, signal),
		account,
		clock: systemClock,
		pushPace: paceOf(`push ${account.key}`, account.pushRequestsPerSecond, systemClock),
		dataPace: paceOf(`data ${account.key}`, DATA_REQUESTS_PER_SECOND, systemClock),
		groupPace: (group) => {
			const { requests, windowMs } = GROUP_LIMITS[group];
			return paceOf(`${group} ${account.key}`, requests, systemClock, windowMs);
		},
		signal,
	};
}
