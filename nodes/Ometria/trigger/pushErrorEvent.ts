import type { IPollFunctions } from 'n8n-workflow';

import type { PushErrorEvent } from './pollPushErrors';
import { readFilter } from '../pushErrors/readFilter';
import { wrongParameter } from '../utils/wrongParameter';

/**
 * Reads the trigger's parameters.
 *
 * @throws NodeOperationError that names the parameter, what is expected and what was found
 */
export function readEvent(context: IPollFunctions): PushErrorEvent {
	const reading = readFilter(context.getNodeParameter('filters', {}), context.getTimezone());
	if (!reading.ok) throw wrongParameter(context.getNode(), reading);
	const { includeRecord = false } = context.getNodeParameter('options', {}) as {
		includeRecord?: unknown;
	};
	if (typeof includeRecord !== 'boolean') {
		throw wrongParameter(context.getNode(), {
			parameter: 'Include Record',
			expected: 'true or false',
			found: includeRecord,
		});
	}
	return { filter: reading.filter, includeRecord };
}
