using DSoftBus.Tests.Metal.ClassLibrary.Async;
using DSoftBus.Tests.Metal.ClassLibrary.Collections;
using DSoftBus.Tests.Metal.ClassLibrary.Exceptions;
using DSoftBus.Tests.Metal.ClassLibrary.Files;
using DSoftBus.Tests.Metal.ClassLibrary.Finalizers;
using DSoftBus.Tests.Metal.ClassLibrary.Gc;
using DSoftBus.Tests.Metal.ClassLibrary.Json;
using DSoftBus.Tests.Metal.ClassLibrary.Linq;
using DSoftBus.Tests.Metal.ClassLibrary.Numerics;
using DSoftBus.Tests.Metal.ClassLibrary.Pool;
using DSoftBus.Tests.Metal.ClassLibrary.Reflection;
using DSoftBus.Tests.Metal.ClassLibrary.Regexes;
using DSoftBus.Tests.Metal.ClassLibrary.Strings;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;
using DSoftBus.Tests.Metal.ClassLibrary.Threads;
using DSoftBus.Tests.Metal.ClassLibrary.Timers;
using DSoftBus.Tests.Metal.ClassLibrary.Vectors;

namespace DSoftBus.Tests.Metal.ClassLibrary;

/// <summary>The areas of the suite, in the order of the transcript.</summary>
internal static class Areas
{
    public static IReadOnlyList<Area> Suite { get; } =
    [
        Make("collections", CollectionChecks.Add, ConcurrentCollectionChecks.Add),
        Make("vectors", SpanChecks.Add, VectorChecks.Add, PreemptionChecks.Add),
        Make("strings", StringChecks.Add, FormattingChecks.Add),
        Make("numerics", NumericChecks.Add, BigIntegerChecks.Add),
        Make("regex", RegexChecks.Add),
        Make("json", JsonChecks.Add),
        Make("linq", LinqChecks.Add),
        Make("async", AsyncChecks.Add, ChannelChecks.Add),
        Make("timers", TimerChecks.Add),
        Make("threads", ThreadChecks.Add, LockChecks.Add),
        Make("pool", PoolChecks.Add),
        Make("exceptions", FilterChecks.Add, ExceptionChecks.Add),
        Make("finalizers", FinalizerChecks.Add, WeakChecks.Add),
        Make("gc", CollectorChecks.Add, LargeObjectChecks.Add),
        Make("files", FileChecks.Add, EnvironmentChecks.Add),
        Make("reflection", ReflectionChecks.Add),
    ];

    /// <summary>An area by its name, <c>faulty</c> too; null when there is none.</summary>
    public static Area? Named(string name) =>
        name == "faulty" ? Make(name, FaultyChecks.Add) : Suite.FirstOrDefault(area => area.Name == name);

    private static Area Make(string name, params ReadOnlySpan<Action<Area>> parts)
    {
        var area = new Area(name);
        foreach (var part in parts)
            part(area);
        return area;
    }
}
