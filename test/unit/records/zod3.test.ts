import { SCHEMAS, SHAPES } from '../../../nodes/Ometria/records/schemas';
import { describeAgreement } from './schemaAgreement';

describe('schemas and check agree under zod 3', () => describeAgreement(SCHEMAS, SHAPES));
