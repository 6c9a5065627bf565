namespace DSoftBus.Tests.Metal.ClassLibrary.Reflection;

internal sealed class Truck() : Machine("truck")
{
    public override int Run(int by, string unit = "km") => base.Run(by / 2, unit);
}
