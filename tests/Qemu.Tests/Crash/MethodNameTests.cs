using CsCheck;
using DSoftBus.Qemu.Crash;
using Xunit;

namespace DSoftBus.Tests.Qemu.Crash;

public sealed class MethodNameTests
{
    [Theory]
    [InlineData("DSoftBus_Image_DSoftBus_Image_Checks_FatalModes__ReadWildAddress", "DSoftBus.Image.Checks.FatalModes.ReadWildAddress")]
    [InlineData("S_P_CoreLib_System_RuntimeExceptionHelpers__FailFast", "System.RuntimeExceptionHelpers.FailFast")]
    [InlineData("System_Console_System_Console__WriteLine_3", "System.Console.WriteLine_3")]
    [InlineData("S_P_StackTraceMetadata_Internal_Reader__Find", "StackTraceMetadata.Internal.Reader.Find")]
    [InlineData("S_P_Uri_System_Uri__Parse", "System.Uri.Parse")]
    [InlineData("S_P_CoreLib_System_Collections_Generic_List_1<System___Canon>__Add", "System.Collections.Generic.List.1<Canon>.Add")]
    [InlineData("<Boxed>A_A_Slot<Int32>__<unbox>A_A_Slot__Equals", "A.Slot.Equals")]
    [InlineData("__managed__Main", "__managed__Main")]
    [InlineData("abort", "abort")]
    [InlineData("", "")]
    [InlineData("_ZN3FooC2Ev", "_ZN3FooC2Ev")]
    public void UndoesTheMangling(string symbol, string expected) => Assert.Equal(expected, MethodName.Readable(symbol));

    [Fact]
    public void AnyTextHasAName() =>
        Gen.String[Gen.Char["A_<>b1"], 0, 40].Sample(text => MethodName.Readable(text) is not null);
}
