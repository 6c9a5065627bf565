namespace System;

// Reference types that the compiler asks for by name. The shim creates no object.

/// <summary>The root type; its one field is the pointer to the method table that the compiler lays out.</summary>
public unsafe class Object
{
    internal void* _methodTable;
}

public abstract class ValueType;

public abstract class Enum : ValueType;

public abstract class Array;

public class Array<T> : Array;

public abstract class Delegate;

public abstract class MulticastDelegate : Delegate;

public class Type;

public class RuntimeType : Type;

public class Exception;

/// <summary>Layout of string literals: a length and that many UTF-16 code units.</summary>
public sealed class String
{
    public readonly int Length;
    private readonly char _firstChar;

    public ref readonly char GetPinnableReference() => ref _firstChar;
}
