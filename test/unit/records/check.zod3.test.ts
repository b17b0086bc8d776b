import { SHAPES } from '../../../nodes/Ometria/records/schemas';
import { SCHEMAS } from '../../support/zodSchemas';
import { describeAgreement } from './schemaAgreement';

describe('schemas and check agree under zod 3', () => describeAgreement(SCHEMAS, SHAPES));
