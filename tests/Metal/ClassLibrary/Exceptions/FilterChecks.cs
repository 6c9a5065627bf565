using System.Runtime.CompilerServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Exceptions;

/// <summary>In which order filters, finally blocks and handlers run.</summary>
internal static class FilterChecks
{
    public static void Add(Area area)
    {
        area.Check("the outer filter runs before the inner finally", () =>
        {
            var heard = new List<string>();
            try
            {
                try
                {
                    throw new FormatException();
                }
                finally
                {
                    heard.Add("inner finally");
                }
            }
            catch (FormatException) when (Hear(heard, "filter", true))
            {
                heard.Add("handler");
            }

            return Values.Of(heard);
        });
        area.Check("a filter that says no lets the next one decide", () =>
        {
            var heard = new List<string>();
            try
            {
                throw new ArgumentNullException("first");
            }
            catch (ArgumentNullException) when (Hear(heard, "no", false))
            {
                heard.Add("wrong");
            }
            catch (ArgumentException e) when (Hear(heard, "yes, " + e.ParamName, true))
            {
                heard.Add("right");
            }
            catch (Exception)
            {
                heard.Add("too late");
            }

            return Values.Of(heard);
        });
        area.Check("a filter that throws says no", () =>
        {
            try
            {
                throw new FormatException();
            }
            catch (FormatException) when (LengthOf(null) > 0)
            {
                return "wrong";
            }
            catch (FormatException)
            {
                return "right";
            }
        });
        area.Check("a filter throws and catches for itself", () =>
        {
            try
            {
                throw new FormatException("outer");
            }
            catch (FormatException e) when (Thrown.By(() => throw new TimeoutException()) == nameof(TimeoutException))
            {
                return e.Message;
            }
        });
        area.Check("five levels of finally, from within", () =>
        {
            var heard = new List<int>();
            string type = Thrown.By(() => Nest(5, heard));
            return Values.Of(type, heard);
        });
        area.Check("finally on return, break, continue and goto", () =>
        {
            var heard = new List<string>();
            int result = Leave(heard);
            return Values.Of(result, heard);
        });
        area.Check("the value returned is the one before finally changed it", () => Values.Of(ReturnsBeforeFinally()));
        area.Check("an exception in finally takes the place of the first", () =>
        {
            try
            {
                try
                {
                    throw new FormatException("first");
                }
                finally
                {
                    LengthOf(null);
                }
            }
            catch (Exception e)
            {
                return Values.Of(e.GetType().Name, e.InnerException);
            }
        });
        area.Check("caught within a finally, the first goes on", () =>
        {
            var heard = new List<string>();
            string type = Thrown.By(() =>
            {
                try
                {
                    throw new FormatException();
                }
                finally
                {
                    heard.Add(Thrown.By(() => LengthOf(null)));
                }
            });
            return Values.Of(type, heard);
        });
        area.Check("thrown through 300 frames with a finally each", () =>
        {
            int finals = 0;
            string type = Thrown.By(() => Deep(300, ref finals));
            return Values.Of(type, finals);
        });
        area.Check("thrown in a handler, with what it handled inside", () =>
        {
            try
            {
                try
                {
                    throw new FormatException("cause");
                }
                catch (FormatException e)
                {
                    throw new InvalidOperationException("effect", e);
                }
            }
            catch (InvalidOperationException e)
            {
                return Values.Of(e.Message, e.InnerException?.Message, e.GetBaseException().GetType().Name);
            }
        });
        area.Check("disposed in the opposite order, and what Dispose throws", () =>
        {
            var heard = new List<string>();
            string type = Thrown.By(() =>
            {
                using var first = new Noisy("first", heard, fails: false);
                using var second = new Noisy("second", heard, fails: true);
                throw new FormatException();
            });
            return Values.Of(type, heard);
        });
        area.Check("locals that a handler sees after 1000 throws in a loop", () =>
        {
            int thrown = 0;
            long sum = 0;
            for (int i = 0; i < 1000; i++)
            {
                int local = i * 2;
                try
                {
                    if (i % 3 == 0)
                        throw new FormatException();
                    local++;
                }
                catch (FormatException) when (local % 4 == 0)
                {
                    thrown++;
                    local += 1000;
                }
                catch (FormatException)
                {
                    local += 2000;
                }

                sum += local;
            }

            return Values.Of(thrown, sum);
        });
    }

    private static bool Hear(List<string> heard, string what, bool answer)
    {
        heard.Add(what);
        return answer;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string? text) => text!.Length;

    private static void Nest(int level, List<int> heard)
    {
        try
        {
            if (level == 1)
                throw new FormatException();
            Nest(level - 1, heard);
        }
        finally
        {
            heard.Add(level);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Deep(int depth, ref int finals)
    {
        try
        {
            if (depth == 1)
                throw new TimeoutException();
            Deep(depth - 1, ref finals);
        }
        finally
        {
            finals++;
        }
    }

    private static int Leave(List<string> heard)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                if (i == 0)
                    continue;
                if (i == 1)
                    goto Jumped;
                if (i == 2)
                    break;
            }
            finally
            {
                heard.Add($"finally {i}");
            }

        Jumped:
            heard.Add($"after {i}");
        }

        try
        {
            return 7;
        }
        finally
        {
            heard.Add("finally of return");
        }
    }

    private static int ReturnsBeforeFinally()
    {
        int value = 1;
        try
        {
            return value;
        }
        finally
        {
            value = 2;
        }
    }

    private sealed class Noisy(string name, List<string> heard, bool fails) : IDisposable
    {
        public void Dispose()
        {
            heard.Add(name);
            if (fails)
                throw new TimeoutException();
        }
    }
}
