import { kernelTests } from '../support/kernelTests';

describe('NativeKernels', () => kernelTests('cpu'));
