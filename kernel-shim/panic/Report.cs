using System;

namespace DSoftBus.KernelShim.Panics;

/// <summary>Text of the shim itself on the serial line: literals, numbers, register names.</summary>
internal static unsafe class Report
{
    private const byte FirstPrintable = 0x20;
    private const byte LastPrintable = 0x7e;

    public static void Text(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
            Uart.Write(text[i]);
    }

    public static void Line(ReadOnlySpan<byte> text)
    {
        Text("[shim] "u8);
        Text(text);
        EndLine();
    }

    /// <summary>A line with a number in it.</summary>
    public static void Amount(ReadOnlySpan<byte> before, ulong value, ReadOnlySpan<byte> after)
    {
        Text("[shim] "u8);
        Text(before);
        Decimal(value);
        Text(after);
        EndLine();
    }

    public static void EndLine()
    {
        Uart.Write((byte)'\r');
        Uart.Write((byte)'\n');
    }

    public static void Decimal(ulong value)
    {
        if (value >= 10)
            Decimal(value / 10);
        Uart.Write((byte)('0' + value % 10));
    }

    /// <summary>Sixteen digits, lower case.</summary>
    public static void Hexadecimal(ulong value)
    {
        for (int shift = 60; shift >= 0; shift -= 4)
            Digit((int)(value >> shift) & 15);
    }

    /// <summary>Two digits after 0x.</summary>
    public static void HexadecimalByte(int value)
    {
        Text("0x"u8);
        Digit(value >> 4 & 15);
        Digit(value & 15);
    }

    /// <summary>Without leading zeros.</summary>
    public static void ShortHexadecimal(ulong value)
    {
        int shift = 0;
        while (shift < 60 && value >> (shift + 4) != 0)
            shift += 4;
        for (; shift >= 0; shift -= 4)
            Digit((int)(value >> shift) & 15);
    }

    /// <summary>A byte that somebody else chose: what is not printable ASCII becomes a dot.</summary>
    public static void Masked(byte value) => Uart.Write(value is >= FirstPrintable and <= LastPrintable ? value : (byte)'.');

    /// <summary>Writes <c>name=value</c> with a space before it.</summary>
    public static void Field(ReadOnlySpan<byte> name, ulong value)
    {
        Uart.Write((byte)' ');
        Text(name);
        Uart.Write((byte)'=');
        Hexadecimal(value);
    }

    private static void Digit(int digit) => Uart.Write((byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
}
