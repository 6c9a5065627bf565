namespace DSoftBus.Tests.Metal.ClassLibrary.Reflection;

/// <summary>A type to look at: members of every kind.</summary>
[Notice("a type", 1, 2)]
[Notice("twice", About = typeof(string))]
internal class Machine : IComparable<Machine>
{
    public const int Wheels = 4;

    public static readonly string Kind = "machine";

    private int _speed;

    public Machine()
        : this("unnamed")
    {
    }

    public Machine(string name) => Name = name;

    public event Action<int>? Faster;

    [Notice("a property")]
    public string Name { get; set; }

    public int Speed => _speed;

    public int this[int gear] => gear * _speed;

    [Notice("a method")]
    public virtual int Run(int by, string unit = "km")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(by);
        _speed += by;
        Faster?.Invoke(_speed);
        return unit.Length * _speed;
    }

    public int CompareTo(Machine? other) => string.CompareOrdinal(Name, other?.Name);

    public override string ToString() => $"{Name} at {_speed}";
}
