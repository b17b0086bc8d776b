import { z } from 'zod';

import type { Shape } from '../field';
import type { RecordType } from '../types';
import { contactShape } from './contact';
import { customEventShape } from './customEvent';
import { orderShape } from './order';
import { productShape } from './product';

export const SHAPES: Readonly<Record<RecordType, Shape>> = {
	contact: contactShape,
	product: productShape,
	order: orderShape,
	custom_event: customEventShape,
};

/** The schema of each record type: all that is documented of it; further fields pass. */
export const SCHEMAS: Readonly<Record<RecordType, z.ZodTypeAny>> = {
	contact: z.object(contactShape).passthrough(),
	product: z.object(productShape).passthrough(),
	order: z.object(orderShape).passthrough(),
	custom_event: z.object(customEventShape).passthrough(),
};
