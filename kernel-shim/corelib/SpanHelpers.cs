namespace System;

// Called by compiled code for block moves and block clears; found by name.

internal static unsafe class SpanHelpers
{
    internal static void Fill(ref byte destination, byte value, nuint length)
    {
        fixed (byte* first = &destination)
        {
            for (nuint i = 0; i < length; i++)
                first[i] = value;
        }
    }

    internal static void ClearWithoutReferences(ref byte destination, nuint length)
    {
        fixed (byte* first = &destination)
        {
            byte* at = first;
            for (; length >= 8; length -= 8, at += 8)
                *(ulong*)at = 0;
            for (; length > 0; length--, at++)
                *at = 0;
        }
    }

    internal static void Memmove(ref byte destination, ref byte source, nuint length)
    {
        fixed (byte* to = &destination, from = &source)
        {
            if ((nuint)to - (nuint)from < length)
            {
                while (length-- > 0)
                    to[length] = from[length];
                return;
            }

            nuint i = 0;
            for (; i + 8 <= length; i += 8)
                *(ulong*)(to + i) = *(ulong*)(from + i);
            for (; i < length; i++)
                to[i] = from[i];
        }
    }
}
