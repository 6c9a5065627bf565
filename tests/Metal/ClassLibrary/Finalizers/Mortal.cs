namespace DSoftBus.Tests.Metal.ClassLibrary.Finalizers;

/// <summary>An object whose end is written down.</summary>
internal sealed class Mortal(int number, Obituary log)
{
    public int Number { get; } = number;

    public Mortal? Other { get; set; }

    ~Mortal() => log.Write(Number);
}
