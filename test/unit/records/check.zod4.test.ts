jest.mock('zod', () => jest.requireActual<object>('zod4'));

import { z } from 'zod';

import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { SCHEMAS } from '../../support/zodSchemas';
import { describeAgreement } from './schemaAgreement';

describe('schemas and check agree under zod 4', () => {
	it('runs with zod 4', () => expect('toJSONSchema' in z).toBe(true));
	describeAgreement(SCHEMAS, SHAPES);
});
