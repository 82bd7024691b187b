namespace PlantSpace.Tests;

public class AlarmTests
{
    [Theory]
    [InlineData(true, "0 6 6 0 6 6 6 4 2 2 4 2 2 2 2", "......R......r.")]
    [InlineData(false, "0 -6 -6 0 -6 -6 -6 -4 -2 -2 -4 -2 -2 -2 -2", "......R......r.")]
    public void It_comes_after_the_hold_and_goes_on_the_good_side_of_the_release(bool isAbove, string values, string expected)
    {
        int sign = isAbove ? 1 : -1;
        var alarm = new Alarm(isAbove, 5 * sign, 3 * sign, hold: 3);
        string found = string.Concat(values.Split(' ').Select(value => !alarm.Take(int.Parse(value)) ? '.' : alarm.IsRaised ? 'R' : 'r'));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void The_limits_leave_room_between_coming_and_going() =>
        Assert.True(Limits.IsAbove ? Limits.Release < Limits.Raise : Limits.Release > Limits.Raise);
}
