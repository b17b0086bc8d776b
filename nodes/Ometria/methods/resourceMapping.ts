import type { ResourceMapperFields } from 'n8n-workflow';

import type { RecordType } from '../records';
import { editorColumnsOf } from '../records/columns';

const mapperOf = (type: RecordType) => (): Promise<ResourceMapperFields> =>
	Promise.resolve({ fields: editorColumnsOf(type) });

export const mapContact = mapperOf('contact');
export const mapProduct = mapperOf('product');
export const mapOrder = mapperOf('order');
export const mapCustomEvent = mapperOf('custom_event');
