import { kernelTests } from '../support/kernelTests';

describe('PortableKernels on WebAssembly', () => kernelTests('wasm'));
