using System.Runtime.CompilerServices;

namespace DSoftBus.Image.Checks;

/// <summary>Exceptions that begin as hardware faults, and those that do not.</summary>
internal static class ExceptionChecks
{
    public static void Run(CheckLog log)
    {
        log.Check("null reference", Throws<NullReferenceException>(() => LengthOf(null)));
        log.Check("null reference far from null", Throws<NullReferenceException>(() => Far(null)));
        log.Check("divide by zero", Throws<DivideByZeroException>(() => Divide(1, Number("0"))));
        log.Check("divide overflow", Throws<OverflowException>(() => Divide(int.MinValue, Number("-1"))));
        log.Check("4000 faults and throws through finally and filter", CountHandled(2000) == 4000);
        log.Check("index out of range with a stack trace", CatchIndex()?.StackTrace?.Contains(nameof(ReadPast), StringComparison.Ordinal) == true);
        log.Check("checked overflow", Throws<OverflowException>(() => AddOne(int.MaxValue)));
        log.Check("insufficient stack", Throws<InsufficientExecutionStackException>(() => Recurse(0)));
        log.Check("exception crosses threads", Throws<AggregateException>(() => Task.Run(() => LengthOf(null)).Wait()));
    }

    private static bool Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    private static int CountHandled(int rounds)
    {
        int count = 0;
        for (int i = 0; i < rounds; i++)
        {
            try
            {
                try
                {
                    if (i % 2 == 0)
                        LengthOf(null);
                    else
                        throw new InvalidOperationException("round " + i);
                }
                finally
                {
                    count++;
                }
            }
            catch (NullReferenceException)
            {
                count++;
            }
            catch (InvalidOperationException e) when (e.Message.Length > 0)
            {
                count++;
            }
        }

        return count;
    }

    private static IndexOutOfRangeException? CatchIndex()
    {
        try
        {
            ReadPast(new int[Number("3")], Number("5"));
            return null;
        }
        catch (IndexOutOfRangeException e)
        {
            return e;
        }
    }

    [InlineArray(4000)]
    private struct Padding
    {
        private long _first;
    }

    private sealed class Wide(Padding padding, long last)
    {
        private readonly Padding _padding = padding;
        private readonly long _last = last;

        public long Last => _last + _padding[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Far(Wide? wide) => wide!.Last;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int a, int b) => a / b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadPast(int[] values, int index) => values[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AddOne(int value) => checked(value + 1);

    private static int Recurse(int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return Recurse(depth + 1) + 1;
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
