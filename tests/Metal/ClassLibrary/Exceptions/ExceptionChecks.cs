using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Exceptions;

/// <summary>What exceptions carry, how they cross threads and tasks, and those that begin as faults of the processor.</summary>
internal static class ExceptionChecks
{
    public static void Add(Area area)
    {
        AddTraces(area);
        AddCrossings(area);
        AddFaults(area);
    }

    private static void AddTraces(Area area)
    {
        area.Check("stack trace, innermost first", () => Values.Of(Frames(Catch(() => First(3))).Take(5)));
        area.Check("thrown again, with its whole trace", () => Values.Of(Frames(Catch(ThrowAgain))));
        area.Check("thrown anew, with a trace from there", () => Values.Of(Frames(Catch(ThrowAnew))));
        area.Check("captured on one thread, thrown on another", () =>
        {
            ExceptionDispatchInfo? captured = null;
            var thread = new Thread(() => captured = ExceptionDispatchInfo.Capture(Catch(() => Third())!));
            thread.Start();
            thread.Join();
            string trace = Catch(() => captured!.Throw())!.StackTrace!;
            return Values.Of(trace.Contains(nameof(Third), StringComparison.Ordinal), trace.Contains("End of stack trace from previous location", StringComparison.Ordinal), trace.Split('\n').Length > 3);
        });
        area.Check("message, data, help, code, text", () =>
        {
            var e = new OddException("odd", new FormatException("inner")) { HelpLink = "help", HResult = 0x1234, Data = { ["key"] = 5 } };
            return Values.Of(e.Message, e.Data["key"], e.HelpLink, e.HResult, e.ToString().ReplaceLineEndings("/"), new ArgumentOutOfRangeException("x", 7, "range").Message.ReplaceLineEndings("/"));
        });
        area.Check("messages of the library", () => Values.Of(
            new NullReferenceException().Message, Catch(() => _ = new List<int> { 1 }[5])?.Message, Catch(() => int.Parse("x", CultureInfo.InvariantCulture))?.Message, new KeyNotFoundException().Message));
        area.Check("chained three deep", () =>
        {
            var e = new FormatException("1", new TimeoutException("2", new OddException("3", null)));
            return Values.Of(e.GetBaseException().Message, e.InnerException!.InnerException!.GetType().Name, e.ToString().Split(" ---> ").Length);
        });
        area.Check("an aggregate, flattened, handled in part", () =>
        {
            var all = new AggregateException(new FormatException("a"), new AggregateException(new TimeoutException("b"), new FormatException("c")));
            string rest = "";
            try
            {
                all.Flatten().Handle(e => e is FormatException);
            }
            catch (AggregateException e)
            {
                rest = string.Join('+', e.InnerExceptions.Select(inner => inner.Message));
            }

            return Values.Of(all.InnerExceptions.Count, all.Flatten().InnerExceptions.Select(e => e.Message), rest, all.Message);
        });
        area.Check("first chance is told of three that are caught", () =>
        {
            int told = 0;
            EventHandler<FirstChanceExceptionEventArgs> handler = (_, first) => told += first.Exception is OddException ? 1 : 0;
            AppDomain.CurrentDomain.FirstChanceException += handler;
            for (int i = 0; i < 3; i++)
                Thrown.By(() => throw new OddException("told", null));
            AppDomain.CurrentDomain.FirstChanceException -= handler;
            Thrown.By(() => throw new OddException("not told", null));
            return Values.Of(told);
        });
    }

    private static void AddCrossings(Area area)
    {
        area.Check("in the comparer of a sort", () => Values.Of(Catch(() => new List<int> { 2, 1 }.Sort((_, _) => throw new OddException("compared", null)))?.InnerException?.Message));
        area.Check("in a static constructor, told twice", () =>
        {
            var first = Catch(() => _ = BadStart.Value) as TypeInitializationException;
            var second = Catch(() => _ = BadStart.Value) as TypeInitializationException;
            return Values.Of(first?.InnerException?.Message, ReferenceEquals(first?.InnerException, second?.InnerException));
        });
        area.Check("in an iterator, whose finally runs, and which is then at its end", () =>
        {
            var heard = new List<string>();
            using var numbers = Numbers(heard).GetEnumerator();
            numbers.MoveNext();
            string type = Thrown.By(() => numbers.MoveNext());
            return Values.Of(type, heard, numbers.MoveNext());
        });
        area.Check("awaited twice, the same one", async () =>
        {
            var task = Task.Run(() => Third());
            var first = await CatchAsync(() => task);
            var second = await CatchAsync(() => task);
            return Values.Of(first?.GetType().Name, ReferenceEquals(first, second), Frames(first).Contains(nameof(Third)));
        });
        area.Check("async, filter and finally in their order", async () =>
        {
            var heard = new List<string>();
            try
            {
                try
                {
                    await Task.Yield();
                    throw new OddException("async", null);
                }
                finally
                {
                    await Task.Yield();
                    heard.Add("finally");
                }
            }
            catch (OddException e) when (e.Message == "async")
            {
                await Task.Yield();
                heard.Add("handler");
            }

            return Values.Of(heard);
        });
        area.Check("six threads throw and catch 300 times each", () =>
        {
            var caught = new int[6];
            Crew.Run(6, number =>
            {
                for (int i = 0; i < 300; i++)
                {
                    try
                    {
                        if (i % 2 == 0)
                            LengthOf(null);
                        else
                            First(2);
                    }
                    catch (NullReferenceException)
                    {
                        caught[number] += 1000;
                    }
                    catch (OddException) when (i % 2 == 1)
                    {
                        caught[number]++;
                    }
                }
            });
            return Values.Of(caught);
        });
        area.Check("thrown while another thread collects garbage", () =>
        {
            bool stop = false;
            var collector = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                    GC.Collect(0);
            });
            collector.Start();
            int caught = 0;
            for (int i = 0; i < 300; i++)
                caught += Catch(() => First(5)) is OddException { Message: "third" } ? 1 : 0;
            Volatile.Write(ref stop, true);
            collector.Join();
            return Values.Of(caught);
        });
        area.Check("carried from a thread by hand", () =>
        {
            Exception? carried = null;
            var thread = new Thread(() => carried = Catch(() => Divide(1, Number("0"))));
            thread.Start();
            thread.Join();
            return Values.Of(carried?.GetType().Name, Thrown.By(() => ExceptionDispatchInfo.Throw(carried!)));
        });
    }

    private static void AddFaults(Area area)
    {
        area.Check("null, read, written, called, its length, its element", () =>
        {
            OddException? nothing = Number("0") == 0 ? null : new OddException("", null);
            int[]? numbers = nothing is null ? null : [1];
            Holder? holder = nothing is null ? null : new Holder();
            return Values.Of(
                Thrown.By(() => LengthOf(null)), Thrown.By(() => holder!.Number = 1), Thrown.By(() => nothing!.Describe()), Thrown.By(() => _ = numbers!.Length), Thrown.By(() => numbers![0] = 1), Thrown.By(() => _ = holder!.Far[3000]));
        });
        area.Check("null, thrown, unboxed, locked, invoked", () =>
        {
            object? nothing = Number("0") == 0 ? null : "";
            Exception? noException = nothing as Exception;
            var noAction = nothing as Action;
            return Values.Of(Thrown.By(() => throw noException!), Thrown.By(() => _ = (int)nothing!), Thrown.By(() => Monitor.Enter(nothing!)), Thrown.By(() => noAction!()));
        });
        area.Check("division, 1000 faults with a finally each", () =>
        {
            int caught = 0;
            int finals = 0;
            for (int i = 0; i < 1000; i++)
            {
                try
                {
                    Divide(i, Number("0"));
                }
                catch (DivideByZeroException)
                {
                    caught++;
                }
                finally
                {
                    finals++;
                }
            }

            return Values.Of(caught, finals, Divide(7, 2), Thrown.By(() => Divide(int.MinValue, Number("-1"))));
        });
        area.Check("index, cast, store, size, overflow", () =>
        {
            object text = "text";
            int[] numbers = new int[3];
            return Values.Of(
                Thrown.By(() => numbers[Number("3")] = 1), Thrown.By(() => numbers[Number("-1")] = 1), Thrown.By(() => _ = (Version)text), Thrown.By(() => _ = new int[Number("-1")]), Thrown.By(() => _ = checked((byte)Number("256"))), Thrown.By(() => _ = (string)(object)Number("1")));
        });
        area.Check("more memory than there is, and then a little", () =>
        {
            int huge = Number("1500000000");
            return Values.Of(Thrown.By(() => GC.KeepAlive(new byte[huge])), Thrown.By(() => GC.KeepAlive(new long[huge])), Thrown.By(() => GC.KeepAlive(new string('x', 1_000_000_000))), new byte[1000].Length);
        });
        area.Check("a fault in the handler of a fault in the handler of a fault", () =>
        {
            var heard = new List<string>();
            try
            {
                LengthOf(null);
            }
            catch (NullReferenceException)
            {
                try
                {
                    Divide(1, Number("0"));
                }
                catch (DivideByZeroException)
                {
                    heard.Add(Thrown.By(() => LengthOf(null)));
                    heard.Add("second");
                }

                heard.Add("first");
            }

            return Values.Of(heard);
        });
    }

    private static IEnumerable<int> Numbers(List<string> heard)
    {
        try
        {
            yield return 1;
            throw new OddException("between", null);
        }
        finally
        {
            heard.Add("finally");
        }
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static async Task<Exception?> CatchAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>The methods of this class in a stack trace, without those that catch and those that have no name of their own.</summary>
    private static IEnumerable<string> Frames(Exception? e) => (e?.StackTrace ?? "").Split('\n')
        .Select(line => line.Split('(')[0].Split('.')[^1].Trim())
        .Where(name => name is nameof(First) or nameof(Second) or nameof(Third) or nameof(ThrowAgain) or nameof(ThrowAnew));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void First(int depth)
    {
        if (depth > 0)
            First(depth - 1);
        else
            Second();
        GC.KeepAlive(depth);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Second()
    {
        Third();
        GC.KeepAlive("no tail call");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Third() => throw new OddException("third", null);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowAgain()
    {
        try
        {
            Second();
        }
        catch (OddException)
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowAnew()
    {
        try
        {
            Second();
        }
        catch (OddException e)
        {
#pragma warning disable CA2200 // losing the trace is what the check is about
            throw e;
#pragma warning restore CA2200
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int a, int b) => a / b;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [InlineArray(4000)]
    private struct Room
    {
        private long _first;
    }

    private sealed class Holder
    {
        public Room Far = default;

        public int Number;
    }

    private static class BadStart
    {
        public static readonly int Value = Number("not a number") + 1;
    }

    private sealed class OddException(string message, Exception? inner) : Exception(message, inner)
    {
        public override IDictionary Data { get; } = new Hashtable();

        public string Describe() => Message + Data.Count;
    }
}
