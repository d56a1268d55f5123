import { kernelTests } from '../../../../training/support/kernelTests';

describe('NativeKernels', () => kernelTests('cpu'));
