import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { formatCount } from '../records/labels';
import { rowsForEditor, toOption } from './editorRows';

/**
 * The account's static segments, for choosing; members of a dynamic one are decided by its rules.
 * Source: `GET /lists` (documented).
 *
 * @throws NodeApiError when they cannot be read, saying why
 */
export async function loadSegments(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const rows = await rowsForEditor(this, 'segments', '/lists');
	return rows
		.flatMap(({ id, title, type, size }): INodePropertyOptions[] => {
			const segment = toOption(id, title);
			if (!segment || type === 'DYNAMIC') return [];
			return [
				{
					...segment,
					// Whether IDs are numbers or texts is not documented: they are sent as they came.
					value: id as string,
					...(typeof size === 'number' && { description: formatCount(size, 'contact') }),
				},
			];
		})
		.sort((a, b) => a.name.localeCompare(b.name));
}
