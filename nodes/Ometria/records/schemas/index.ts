import type { Shape } from '../field';
import type { RecordType } from '../types';
import { contactShape } from './contact';
import { customEventShape } from './customEvent';
import { orderShape } from './order';
import { productShape } from './product';

/** The fields of each record type. */
export const SHAPES: Readonly<Record<RecordType, Shape>> = {
	contact: contactShape,
	product: productShape,
	order: orderShape,
	custom_event: customEventShape,
};
