import { kernelTests } from '../../../../training/support/kernelTests';

describe('PortableKernels on WebAssembly', () => kernelTests('wasm'));
