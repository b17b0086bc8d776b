import { OMETRIA_FORMAT } from '../../formats/auto';
import { whyNoRecord } from '../../formats/misplaced';
import type { Json } from '../../formats/types';
import { plainRecords, type RecordSource } from '../../push/recordSource';
import type { RecordType } from '../../records/index';
import { isObject } from '../../utils/json';

/**
 * The records of a push whose items have Ometria's names.
 *
 * @param type undefined for mixed input
 */
export function recordItems(
	items: ReadonlyArray<{ json: Json }>,
	type: RecordType | undefined,
): RecordSource {
	const plain = plainRecords(items.length, (item) => items[item].json);
	if (type === undefined || type === 'custom_event') return plain;
	return {
		...plain,
		formatOf: () => OMETRIA_FORMAT,
		read: (item) => {
			const { json } = items[item];
			const problem = isObject(json) ? whyNoRecord(json, type) : undefined;
			return problem ? [{ kind: 'invalid', ...problem }] : plain.read(item);
		},
	};
}
