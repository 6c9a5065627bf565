namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

internal enum PaymentKind
{
    Open,
    Cash,
    Card,
}
