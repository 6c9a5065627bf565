#pragma warning disable IDE0060 // the compiler fixes these signatures
using DSoftBus.KernelShim.Panics;

namespace System
{
    internal static class Buffer
    {
        /// <summary>Moves object references; the shim has none.</summary>
        internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint length) =>
            Panic.Stop("compiled code moved object references"u8);
    }
}

namespace System.Runtime
{
    /// <summary>Casts of objects, looked up by name; never reached because the shim creates no object.</summary>
    internal static unsafe class TypeCast
    {
        internal static object CheckCastAny(void* type, object value) => value;

        internal static object CheckCastInterface(void* type, object value) => value;

        internal static object CheckCastClass(void* type, object value) => value;

        internal static object CheckCastClassSpecial(void* type, object value) => value;

        internal static object IsInstanceOfAny(void* type, object value) => value;

        internal static object IsInstanceOfClass(void* type, object value) => value;

        internal static object IsInstanceOfInterface(void* type, object value) => value;

        internal static object IsInstanceOfException(void* type, object value) => value;

        internal static void StelemRef(object[] array, nint index, object value)
        {
        }

        internal static ref object LdelemaRef(object[] array, nint index, void* type) => ref *(object*)null;
    }
}

namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>Where compiled code goes instead of throwing; each ends in a panic that names the cause.</summary>
    internal static class ThrowHelpers
    {
        internal static void ThrowFeatureBodyRemoved() => Defect();

        internal static void ThrowUnavailableType() => Defect();

        internal static void ThrowBodyRemoved() => Defect();

        internal static void ThrowInstanceBodyRemoved() => Defect();

        internal static void ThrowOverflowException() => Panic.Stop("arithmetic overflow"u8);

        internal static void ThrowIndexOutOfRangeException() => Panic.Stop("index out of range"u8);

        internal static void ThrowNullReferenceException() => Panic.Stop("null reference"u8);

        internal static void ThrowDivideByZeroException() => Panic.Stop("division by zero"u8);

        internal static void ThrowArrayTypeMismatchException() => Defect();

        internal static void ThrowPlatformNotSupportedException() => Defect();

        internal static void ThrowNotImplementedException() => Defect();

        internal static void ThrowNotSupportedException() => Defect();

        internal static void ThrowArgumentException() => Defect();

        internal static void ThrowArgumentOutOfRangeException() => Defect();

        internal static void ThrowInvalidProgramException(int id) => Defect();

        internal static void ThrowInvalidProgramExceptionWithArgument(int id, string method) => Defect();

        internal static void ThrowTypeLoadException(int id, string type, string assembly) => Defect();

        internal static void ThrowTypeLoadExceptionWithArgument(int id, string type, string assembly, string argument) => Defect();

        internal static void ThrowMissingMethodException(int id, string method) => Defect();

        internal static void ThrowMissingFieldException(int id, string field) => Defect();

        internal static void ThrowFileNotFoundException(int id, string file) => Defect();

        internal static void ThrowBadImageFormatException(int id) => Defect();

        private static void Defect() => Panic.Stop("compiled code reached a part that was compiled away"u8);
    }
}
