using System.Reflection;
using System.Runtime.CompilerServices;
using DSoftBus.Tests.Metal.ClassLibrary.Suite;

namespace DSoftBus.Tests.Metal.ClassLibrary.Reflection;

/// <summary>Types and members looked at while the program runs, as far as code compiled ahead of time allows it.</summary>
internal static class ReflectionChecks
{
    private interface IShape
    {
        static abstract string Name { get; }

        double Area { get; }

        string Describe() => $"{Area}";
    }

    public static void Add(Area area)
    {
        AddTypes(area);
        AddMembers(area);
        AddLanguage(area);
    }

    private static void AddTypes(Area area)
    {
        area.Check("names", () => Values.Of(typeof(int), typeof(Dictionary<string, List<int[]>>), typeof(List<>), typeof(int[,]), typeof(Machine).Name, typeof((int, string)), typeof(int?)));
        area.Check("generic arguments and definitions", () => Values.Of(
            typeof(Dictionary<string, int>).GetGenericArguments(), new List<int>().GetType().GetGenericTypeDefinition(), typeof(List<>).IsGenericTypeDefinition, Nullable.GetUnderlyingType(typeof(int?)), typeof(int[][]).GetElementType(), typeof(int[,]).GetArrayRank()));
        area.Check("bases and interfaces", () => Values.Of(
            typeof(Truck).BaseType, typeof(Machine).GetInterfaces(), typeof(Machine).IsAssignableFrom(typeof(Truck)), typeof(IEnumerable<object>).IsAssignableFrom(typeof(List<string>)), typeof(IEnumerable<object>).IsInstanceOfType(new List<int>()), typeof(Truck).IsSubclassOf(typeof(object))));
        area.Check("kinds of type", () => Values.Of(typeof(DayOfWeek).IsEnum, typeof(int).IsPrimitive, typeof(Machine).IsClass, typeof(IShape).IsInterface, typeof(Span<int>).IsByRefLike, typeof(Action).IsSealed, typeof(ReflectionChecks).IsAbstract, Type.GetTypeCode(typeof(decimal))));
        area.Check("found by name, and not", () => Values.Of(Type.GetType("System.Text.StringBuilder"), Type.GetType("No.Such.Type"), Thrown.By(() => Type.GetType("No.Such.Type", throwOnError: true))));
        area.Check("the same type is one object", () => Values.Of(ReferenceEquals(typeof(List<string>), new List<string>().GetType()), typeof(List<int>) == typeof(List<uint>), typeof(string[]).GetHashCode() == new string[1].GetType().GetHashCode()));
        area.Check("enums looked at", () => Values.Of(Enum.GetValues<DayOfWeek>().Length, Enum.GetUnderlyingType(typeof(DayOfWeek)), Enum.IsDefined((DayOfWeek)6), Enum.IsDefined((DayOfWeek)7), typeof(BindingFlags).IsDefined(typeof(FlagsAttribute), false), Enum.GetName((DayOfWeek)3)));
        area.Check("the assembly and what lies in it", () =>
        {
            var assembly = typeof(ReflectionChecks).Assembly;
            using var reader = new StreamReader(assembly.GetManifestResourceStream("greeting.txt")!);
            return Values.Of(assembly.GetName().Name, reader.ReadToEnd().TrimEnd(), assembly.GetManifestResourceStream("nothing"), assembly.GetCustomAttribute<AssemblyTitleAttribute>()?.Title, assembly == Assembly.GetExecutingAssembly());
        });
        area.Check("code cannot be made at run time", () => Values.Of(RuntimeFeature.IsDynamicCodeSupported, RuntimeFeature.IsDynamicCodeCompiled, RuntimeFeature.IsSupported("PortablePdb")));
    }

    private static void AddMembers(Area area)
    {
        area.Check("properties, listed, read, written", () =>
        {
            var machine = new Machine("old");
            var name = typeof(Machine).GetProperty(nameof(Machine.Name))!;
            name.SetValue(machine, "new");
            return Values.Of(typeof(Machine).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal), name.GetValue(machine), typeof(Machine).GetProperty("Speed")!.CanWrite, typeof(Machine).GetProperty("Item")!.GetValue(machine, [3]), Thrown.By(() => name.SetValue(machine, 5)));
        });
        area.Check("fields, private, constant, read only", () =>
        {
            var machine = new Machine();
            var speed = typeof(Machine).GetField("_speed", BindingFlags.Instance | BindingFlags.NonPublic)!;
            speed.SetValue(machine, 88);
            return Values.Of(speed.GetValue(machine), machine.Speed, typeof(Machine).GetField("Wheels")!.GetRawConstantValue(), typeof(Machine).GetField("Kind")!.GetValue(null), typeof(Machine).GetField("Kind")!.IsInitOnly, speed.IsPrivate);
        });
        area.Check("methods, called, with the default of a parameter", () =>
        {
            var machine = new Machine();
            var run = typeof(Machine).GetMethod(nameof(Machine.Run))!;
            return Values.Of(run.Invoke(machine, [10, "m"]), run.Invoke(machine, [5, Type.Missing]), run.GetParameters().Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"), run.ReturnType, run.IsVirtual, run.Invoke(new Truck(), [10, "m"]));
        });
        area.Check("methods, called wrongly", () =>
        {
            var run = typeof(Machine).GetMethod(nameof(Machine.Run))!;
            string inner = "";
            try
            {
                run.Invoke(new Machine(), [-1, ""]);
            }
            catch (TargetInvocationException e)
            {
                inner = e.InnerException!.GetType().Name;
            }

            return Values.Of(inner, Thrown.By(() => run.Invoke(null, [1, ""])), Thrown.By(() => run.Invoke(new Machine(), [1])), Thrown.By(() => run.Invoke(new Machine(), ["text", ""])), Thrown.By(() => run.Invoke("text", [1, ""])));
        });
        area.Check("objects made", () => Values.Of(
            Activator.CreateInstance<Machine>(), Activator.CreateInstance(typeof(Machine), "given"), typeof(Machine).GetConstructor([typeof(string)])!.Invoke(["invoked"]), typeof(Machine).GetConstructors().Length, Thrown.By(() => Activator.CreateInstance(typeof(Machine), 1, 2, 3)), Activator.CreateInstance(typeof(int))));
        area.Check("attributes, of types, members, inherited", () => Values.Of(
            typeof(Machine).GetCustomAttributes<NoticeAttribute>().Select(notice => $"{notice.Text}:{string.Join('+', notice.Numbers)}:{notice.About?.Name}").Order(StringComparer.Ordinal), typeof(Machine).GetProperty("Name")!.GetCustomAttribute<NoticeAttribute>()?.Text, typeof(Truck).GetCustomAttributes<NoticeAttribute>(inherit: true).Count(), typeof(Truck).GetCustomAttributes<NoticeAttribute>(inherit: false).Count(), typeof(Machine).GetMethod("Run")!.IsDefined(typeof(NoticeAttribute))));
        area.Check("events, added and removed", () =>
        {
            var machine = new Machine();
            var heard = new List<int>();
            Action<int> handler = heard.Add;
            var faster = typeof(Machine).GetEvent(nameof(Machine.Faster))!;
            faster.AddEventHandler(machine, handler);
            machine.Run(3);
            faster.RemoveEventHandler(machine, handler);
            machine.Run(3);
            return Values.Of(heard, faster.EventHandlerType);
        });
        area.Check("delegates, combined, called late, made of a method", () =>
        {
            var heard = new List<string>();
            Action<string> both = heard.Add;
            both += text => heard.Add(text + "!");
            both("a");
            both.DynamicInvoke("b");
            var run = typeof(Machine).GetMethod(nameof(Machine.Run))!.CreateDelegate<Func<int, string, int>>(new Machine());
            return Values.Of(heard, both.GetInvocationList().Length, run(4, "abc"), run.Method.Name, both.Equals(both + null));
        });
        area.Check("an object made without a constructor", () =>
        {
            var machine = (Machine)RuntimeHelpers.GetUninitializedObject(typeof(Machine));
            return Values.Of(machine.Name, machine.Speed, Thrown.By(() => RuntimeHelpers.GetUninitializedObject(typeof(string))));
        });
    }

    private static void AddLanguage(Area area)
    {
        area.Check("records, equal, printed, changed in part", () =>
        {
            var point = new Point(1, 2);
            var (x, y) = point with { Y = 5 };
            return Values.Of(point, point == new Point(1, 2), x, y, point.Equals(null), new Named("n", [1]) == new Named("n", [1]));
        });
        area.Check("interfaces with static and ready-made members", () => Values.Of(NameOf<Square>(), ((IShape)new Square(3)).Describe(), NameOf<Disc>(), ((IShape)new Disc()).Describe()));
        area.Check("generic code over values, references, structures", () => Values.Of(SizeOf<byte>(), SizeOf<long>(), SizeOf<Point>(), SizeOf<decimal>(), RuntimeHelpers.IsReferenceOrContainsReferences<string>(), RuntimeHelpers.IsReferenceOrContainsReferences<int>(), Default<string>(), Default<int>()));
        area.Check("callers know themselves", () => Values.Of(Caller(1 + 1), Thrown.By(() => ArgumentNullException.ThrowIfNull((object?)null, "it"))));
        area.Check("patterns over types and values", () => Values.Of(new object?[] { 5, -5, "text", "", null, new[] { 1, 2, 3 }, new Point(0, 1), 2.5 }.Select(Describe)));
        area.Check("casts that hold and those that do not", () =>
        {
            object list = new List<string> { "x" };
            object number = 5;
            return Values.Of(list is IReadOnlyList<object>, list is IList<object>, number is IConvertible, Thrown.By(() => _ = (long)number), (long)(int)number, number as string, list as IEnumerable<string> is not null);
        });
    }

    private static string Describe(object? value) => value switch
    {
        null => "nothing",
        int and < 0 => "negative",
        int number => $"number {number}",
        string { Length: 0 } => "empty",
        string text => $"text of {text.Length}",
        int[] and [var first, .., var last] => $"from {first} to {last}",
        Point(0, var y) => $"on the axis at {y}",
        _ => "other",
    };

    private static string Caller(int value, [CallerMemberName] string member = "", [CallerArgumentExpression(nameof(value))] string expression = "") => $"{member}: {expression} = {value}";

    private static string NameOf<T>()
        where T : IShape
        => T.Name;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SizeOf<T>() => Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T? Default<T>() => default;

    private readonly record struct Point(int X, int Y);

    private sealed record Named(string Name, int[] Numbers);

    private sealed class Square(double side) : IShape
    {
        public static string Name => "square";

        public double Area => side * side;
    }

    private sealed class Disc : IShape
    {
        public static string Name => "disc";

        public double Area => 4;

        public string Describe() => "round";
    }
}
