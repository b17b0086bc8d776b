import type { INodeType } from 'n8n-workflow';

import {
	searchCollections,
	searchOrNameCollection,
	searchOrNameCustomField,
	searchProducts,
	searchSegments,
	searchStaticSegments,
} from './listSearch';
import { mapContact, mapCustomEvent, mapOrder, mapProduct } from './resourceMapping';

/** What the editor asks the node while parameters are edited. */
export const methods: NonNullable<INodeType['methods']> = {
	listSearch: {
		searchCollections,
		searchOrNameCollection,
		searchOrNameCustomField,
		searchProducts,
		searchSegments,
		searchStaticSegments,
	},
	resourceMapping: { mapContact, mapProduct, mapOrder, mapCustomEvent },
};
