namespace System
{
    public class Attribute;

    public enum AttributeTargets
    {
        All = 0x7fff,
    }

    public sealed class AttributeUsageAttribute(AttributeTargets targets) : Attribute
    {
        public AttributeTargets ValidOn => targets;

        public bool AllowMultiple { get; set; }

        public bool Inherited { get; set; }
    }

    public sealed class ParamArrayAttribute : Attribute;

    public sealed class ObsoleteAttribute : Attribute;
}

namespace System.Reflection
{
    public sealed class DefaultMemberAttribute(string name) : Attribute
    {
        public string MemberName => name;
    }
}

namespace System.Runtime
{
    /// <summary>Gives a method a symbol that machine code can call.</summary>
    public sealed class RuntimeExportAttribute(string entry) : Attribute
    {
        public string EntryPoint => entry;
    }

    /// <summary>Binds a method without a body to a symbol; the call is a direct one of the System V convention.</summary>
    public sealed class RuntimeImportAttribute(string library, string entry) : Attribute
    {
        public string DllName => library;

        public string EntryPoint => entry;
    }
}

namespace System.Runtime.InteropServices
{
    public enum LayoutKind
    {
        Sequential = 0,
        Explicit = 2,
        Auto = 3,
    }

    public sealed class StructLayoutAttribute(LayoutKind kind) : Attribute
    {
        public int Pack;
        public int Size;

        public LayoutKind Value => kind;
    }

    public sealed class FieldOffsetAttribute(int offset) : Attribute
    {
        public int Value => offset;
    }

    public sealed class InAttribute : Attribute;

    public enum UnmanagedType
    {
        Bool = 2,
    }
}

namespace System.Runtime.CompilerServices
{
    public static class IsVolatile;

    public sealed class IsReadOnlyAttribute : Attribute;

    public sealed class IsByRefLikeAttribute : Attribute;

    public sealed class IsUnmanagedAttribute : Attribute;

    public sealed class ScopedRefAttribute : Attribute;

    public sealed class UnsafeValueTypeAttribute : Attribute;

    public sealed class CompilerGeneratedAttribute : Attribute;

    public sealed class IntrinsicAttribute : Attribute;

    public sealed class FixedBufferAttribute(Type elementType, int length) : Attribute
    {
        public Type ElementType => elementType;

        public int Length => length;
    }

    public sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName => featureName;

        public bool IsOptional { get; set; }
    }

    public enum MethodImplOptions
    {
        NoInlining = 8,
        AggressiveInlining = 256,
        InternalCall = 4096,
    }

    public sealed class MethodImplAttribute(MethodImplOptions options) : Attribute
    {
        public MethodImplOptions Value => options;
    }

    /// <summary>Language features that the compiler checks for.</summary>
    public static class RuntimeFeature
    {
        public const string ByRefFields = nameof(ByRefFields);
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    }

    public static class RuntimeHelpers
    {
        public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int);
    }
}
