import type { INodeType } from 'n8n-workflow';

import {
	searchCollections,
	searchProducts,
	searchSegments,
	searchStaticSegments,
} from './listSearch';
import { loadSegments } from './loadOptions';
import { mapContact, mapCustomEvent, mapOrder, mapProduct } from './resourceMapping';

/** What the editor asks the node while parameters are edited. */
export const methods: NonNullable<INodeType['methods']> = {
	listSearch: { searchCollections, searchProducts, searchSegments, searchStaticSegments },
	loadOptions: { loadSegments },
	resourceMapping: { mapContact, mapProduct, mapOrder, mapCustomEvent },
};
